"""Published dissimilarity: never replaced by what our code prints."""

# O15: the tests of the R package `segregation`: counts of two groups in four units.
GRADED = ((100, 0), (60, 40), (40, 60), (0, 100))
GRADED_DISSIMILARITY = 0.6
TWO_KINDS = ((80, 20), (80, 20), (20, 80), (20, 80))
TWO_KINDS_DISSIMILARITY = 0.6
PARTED_DISSIMILARITY = 1.0
EQUAL_DISSIMILARITY = 0.0
