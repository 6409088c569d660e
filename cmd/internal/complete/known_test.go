package complete

import "testing"

// What is put on a command line means itself in every shell.
func TestPlain(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{
		"fin/WB2025": true, "ads march": true, "café": true, "広告": true, "a.b_c-d:e@f+g,h": true,
		"$(id)": false, "`id`": false, "a;b": false, "a|b": false, "a>b": false, "a&b": false, "it's": false, `a"b`: false, `a\b`: false,
		"a*": false, "a?": false, "[a]": false, "{a,b}": false, "~root": false, "#a": false, "!1": false, "=ls": false, "%1": false,
		"--yes": false, "-": false, "a\nb": false, "a\tb": false, "a\x1b[2J": false, "a\u202eb": false,
	} {
		if got := plain(value); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
}
