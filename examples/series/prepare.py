#!/usr/bin/env python3
"""Writes co2.csv from the Python package statsmodels (pip install statsmodels, or unzip its wheel).

usage: prepare.py statsmodels/datasets/co2/co2.csv >co2.csv
"""
import csv
import sys

FIRST = "19640530"  # no gap behind it is longer than four weeks


def main():
    print("year,month,day,ppm")
    last = None
    with open(sys.argv[1], newline="") as file:
        for row in csv.DictReader(file):
            if row["date"] < FIRST:
                continue
            last = row["co2"] or last  # where a week has no value, the one before it stands in
            date = row["date"]
            print(f"{int(date[:4])},{int(date[4:6])},{int(date[6:])},{last}")


if __name__ == "__main__":
    main()
