"""The roll-call drill: scenarios played on the whole car, judged."""
