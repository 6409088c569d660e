package main

import (
	"errors"

	"cardwallet/config"
)

// pathFlag is a flag that takes a path. One that is empty, as a script's unset variable makes it, is refused: what it was to name would
// be somewhere else.
type pathFlag struct{ path *string }

func (f pathFlag) String() string {
	if f.path == nil { // the flag package asks one without a value
		return ""
	}
	return *f.path
}

// Type is the word for the value that the help shows.
func (f pathFlag) Type() string { return "string" }

// Set takes a value, with ~ for the home directory where the shell did not put it.
func (f pathFlag) Set(value string) error {
	if value == "" {
		return errors.New("it names nothing")
	}
	path, err := config.ExpandHome(value)
	*f.path = path
	return err
}
