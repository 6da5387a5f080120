"""From views to widgets: the pump, its pacing, and the screens; nothing else touches a widget."""
