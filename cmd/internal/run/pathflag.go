package run

import (
	"errors"

	"cardwallet/config"
)

// PathFlag is a flag that takes a path. It refuses an empty one, which comes of a script's unset variable: the program would use another
// place than the one that was meant.
type PathFlag struct{ Path *string }

// String is the path.
func (f PathFlag) String() string {
	if f.Path == nil { // pflag makes such a value to learn the default
		return ""
	}
	return *f.Path
}

// Type is the word for the value that the help shows.
func (f PathFlag) Type() string { return "string" }

// Set takes a path. A ~ at its start is the home directory, for where the shell did not replace it.
func (f PathFlag) Set(value string) error {
	if value == "" {
		return errors.New("it names nothing")
	}
	path, err := config.ExpandHome(value)
	*f.Path = path
	return err
}
