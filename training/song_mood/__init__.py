"""From measured features of music to its mood: the small fitted models, and how well they were found to do."""
