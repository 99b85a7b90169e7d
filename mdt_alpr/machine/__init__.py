"""The machine the program runs on: its time, memory, disk, interpreter, logs and program files."""
