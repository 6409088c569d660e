package ui

import (
	"runtime"
	"strings"
)

// The size of a terminal that does not know its own, as a serial line: what has been usual since the VT100.
const (
	DefaultWidth  = 80
	DefaultHeight = 24
)

// NoColour reports whether the environment asks for no colours: NO_COLOR with any value that is not empty (https://no-color.org). The
// screen, the commands and the diagnosis all ask here.
func NoColour(getenv func(string) string) bool { return getenv("NO_COLOR") != "" }

// Dumb reports whether only lines of plain text can be drawn on the terminal: its name says that it obeys no sequences, or it has no
// name. On Windows no console has a name.
func Dumb(getenv func(string) string) bool {
	name := getenv("TERM")
	return name == "dumb" || name == "" && runtime.GOOS != "windows"
}

// Locale is the setting that names the character set of the terminal: the first of LC_ALL, LC_CTYPE and LANG that has a value. Both are
// empty where none has.
func Locale(getenv func(string) string) (name, value string) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := getenv(name); value != "" {
			return name, value
		}
	}
	return "", ""
}

// ASCIIOnly reports whether the locale names a character set other than UTF-8, as C and POSIX do. No locale at all says nothing: that is
// how containers and macOS start programs in terminals that know UTF-8.
func ASCIIOnly(getenv func(string) string) bool {
	_, value := Locale(getenv)
	folded := strings.ToUpper(strings.ReplaceAll(value, "-", ""))
	return value != "" && !strings.Contains(folded, "UTF8")
}
