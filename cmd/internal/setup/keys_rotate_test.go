package setup

import "testing"

func TestNamesOfKeyFiles(t *testing.T) {
	for path, want := range map[string][2]string{
		"/k/fin.pem":    {"/k/fin.2.pem", ""},
		"/k/fin.2.pem":  {"/k/fin.3.pem", "/k/fin.pem"},
		"/k/fin.10.pem": {"/k/fin.11.pem", "/k/fin.9.pem"},
		"/k/fin":        {"/k/fin.2", ""},
		"/k/fin.2":      {"/k/fin.3", "/k/fin"},
		"/k.2/fin":      {"/k.2/fin.2", ""},
		"~/fin.1.pem":   {"~/fin.1.2.pem", ""},
		"fin.key.pem":   {"fin.key.2.pem", ""},
	} {
		if next, prior := keyNames(path); next != want[0] || prior != want[1] {
			t.Errorf("%s: %s and %s, want %v", path, next, prior, want)
		}
	}
}
