"""One module for each kind of task. A view asks its one action and renders what it answers."""
