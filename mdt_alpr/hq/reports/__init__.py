"""Reports: to the Chief, to the legislature, to the public (RPT-01 to RPT-06)."""
