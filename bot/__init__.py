"""Listen, speak and know the time: doors, journeys and the clock."""
