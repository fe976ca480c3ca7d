"""The engines that compare records at scale, and the small one that says what is right."""
