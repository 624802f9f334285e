"""What the results look like: functions from tables and axes to axes."""
