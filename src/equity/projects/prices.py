"""Amounts of one year in the prices of another, by the consumer price index; never by a guess."""

from __future__ import annotations

import pandas as pd

INDEX = "cpi_annual_mean_1980_100"


def in_prices_of(
    amount: float, *, year: int, prices_of: int, index: pd.DataFrame, column: str = INDEX
) -> float:
    """Return an amount of `year` in the prices of `prices_of`, in the same currency.

    amount: in prices of `year`. index: columns `year` and the index, one row a year; the base
    does not matter. Raises ValueError, naming the year, where there is no index for it, or more
    than one: nothing is extrapolated.
    Source: amount · index(prices_of) / index(year); annual means (Statistics Sweden, KPI 1980=100).

    >>> cpi = pd.DataFrame({"year": [2017, 2018], "cpi_annual_mean_1980_100": [100.0, 102.0]})
    >>> in_prices_of(50.0, year=2017, prices_of=2018, index=cpi)
    51.0
    """
    levels = {}
    for wanted in (year, prices_of):
        found = index.loc[index["year"] == wanted, column].dropna()
        if len(found) != 1 or not float(found.iloc[0]) > 0:
            first, last = int(index["year"].min()), int(index["year"].max())
            what = "no index" if found.empty else "no single index"
            raise ValueError(
                f"{what} for {wanted}: prices are converted only between years with an index, "
                f"{first} to {last}"
            )
        levels[wanted] = float(found.iloc[0])
    return amount * levels[prices_of] / levels[year]
