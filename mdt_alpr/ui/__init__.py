"""The car's screen: views lay out, presenters decide what is shown, nothing here waits."""
