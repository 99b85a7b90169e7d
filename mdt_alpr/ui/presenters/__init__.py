"""QObjects between the car and the views; they touch no widget."""
