"""Programs that make what the product ships ready-made. Nothing here runs at a user's."""
