"""Tests of archive/deposit/."""
