"""Check the service, room by room, journey by journey, and the house itself."""
