"""The machine behind the pages. Commands: build, serve, finish, handout. Rooms: model, extensions, publish."""
