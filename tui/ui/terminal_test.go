package ui

import (
	"runtime"
	"testing"
)

// environment looks variables up in a map.
func environment(m map[string]string) func(string) string {
	return func(name string) string { return m[name] }
}

func TestNoColourWithAnyValue(t *testing.T) {
	for value, want := range map[string]bool{"": false, "1": true, "yes": true, "0": true, "false": true} {
		if got := NoColour(environment(map[string]string{"NO_COLOR": value})); got != want {
			t.Errorf("NO_COLOR=%s: %v", value, got)
		}
	}
}

func TestDumbTerminals(t *testing.T) {
	for name, want := range map[string]bool{"": runtime.GOOS != "windows", "dumb": true, "xterm": false, "linux": false, "vt100": false} {
		if got := Dumb(environment(map[string]string{"TERM": name})); got != want {
			t.Errorf("TERM=%s: %v", name, got)
		}
	}
}

func TestOnlyANamedCharacterSetMeansASCII(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want bool
	}{
		"nothing said":     {nil, false},
		"UTF-8":            {map[string]string{"LANG": "en_US.UTF-8"}, false},
		"utf8":             {map[string]string{"LANG": "C.utf8"}, false},
		"C":                {map[string]string{"LANG": "C"}, true},
		"Latin":            {map[string]string{"LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "C.UTF-8"}, true},
		"LC_ALL decides":   {map[string]string{"LANG": "en_US.UTF-8", "LC_ALL": "POSIX"}, true},
		"LC_CTYPE decides": {map[string]string{"LANG": "C", "LC_CTYPE": "UTF-8"}, false},
	} {
		if got := ASCIIOnly(environment(c.env)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
