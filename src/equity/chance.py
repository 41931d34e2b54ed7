"""The one seed that every draw of ours starts from, so that a run can be repeated."""

SEED = 2016
