"""The screens. A view asks one action, and a template says the answer in plain English."""
