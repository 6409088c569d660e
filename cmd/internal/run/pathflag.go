package run

import (
	"errors"

	"cardwallet/config"
)

// PathFlag is a flag that takes a path. One that is empty, as a script's unset variable makes it, is refused: what it was to name would
// be somewhere else.
type PathFlag struct{ Path *string }

func (f PathFlag) String() string {
	if f.Path == nil { // the flag package asks one without a value
		return ""
	}
	return *f.Path
}

// Type is the word for the value that the help shows.
func (f PathFlag) Type() string { return "string" }

// Set takes a value, with ~ for the home directory where the shell did not put it.
func (f PathFlag) Set(value string) error {
	if value == "" {
		return errors.New("it names nothing")
	}
	path, err := config.ExpandHome(value)
	*f.Path = path
	return err
}
