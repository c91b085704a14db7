"""Package: settings to a Teams app."""
