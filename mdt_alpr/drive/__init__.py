"""The simulated drive: everything that `mdt-alpr demo` shows is drawn here."""
