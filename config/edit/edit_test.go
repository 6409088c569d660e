package edit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const commented = `# my cards
# do not touch

default_profile = "fin"   # the one

# FinHub
[profiles.fin]
issuer      = "finhub"
  tenant_id = 't'   # ours
read_only   = true
# token = "env:T"

[profiles]
ads.issuer = "aurex"
ads."user_id" = """
u"""

[limits]
per_day = { USD = "5.00", EUR = "1.00" } # all
per_movement = {}

# the look
[ui] # screen
theme = "dark"`

func TestSet(t *testing.T) {
	for _, tc := range []struct{ name, path, old, new string }{
		{"replaces a value and keeps what is around it", "profiles.fin.tenant_id", "'t'", `"new"`},
		{"replaces a text of several lines", "profiles.ads.user_id", "\"\"\"\nu\"\"\"", `"new"`},
		{"replaces within a table on one line", "limits.per_day.USD", `"5.00"`, `"new"`},
		{"adds to a table, filled up as the line before", "profiles.fin.email", "read_only   = true\n",
			"read_only   = true\nemail       = \"new\"\n"},
		{"does not fill up what is too long", "profiles.fin.private_key", "read_only   = true\n",
			"read_only   = true\nprivate_key = \"new\"\n"},
		{"adds to a table of dotted keys", "profiles.ads.api_key", "u\"\"\"\n", "u\"\"\"\nads.api_key = \"new\"\n"},
		{"adds to a table on one line", "limits.per_day.GBP", `EUR = "1.00"`, `EUR = "1.00", GBP = "new"`},
		{"adds to an empty table on one line", "limits.per_movement.USD", `{}`, `{ USD = "new" }`},
		{"adds behind a last line without its end", "ui.symbols", `theme = "dark"`, "theme = \"dark\"\nsymbols = \"new\"\n"},
		{"adds a table at the end", "clipboard.mode", `theme = "dark"`, "theme = \"dark\"\n\n[clipboard]\nmode = \"new\"\n"},
		{"adds a name in quotes", `keys."top up"`, `theme = "dark"`, "theme = \"dark\"\n\n[keys]\n\"top up\" = \"new\"\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path, err := ParseKey(tc.path)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Set([]byte(commented), Text("new"), path...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Replace(commented, tc.old, tc.new, 1), string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSetAtTheTop(t *testing.T) {
	for before, want := range map[string]string{
		"":                         "a = 1\n",
		"# only words":             "# only words\na = 1\n",
		"[t]\nb = 2\n":             "a = 1\n\n[t]\nb = 2\n",
		"# file\n\n# t\n[t]\n":     "# file\n\na = 1\n\n# t\n[t]\n",
		"\ufeff# t\r\n[t]\r\n":     "\ufeffa = 1\r\n\r\n# t\r\n[t]\r\n",
		"\ta=0 #x\n[t]":            "\ta=1 #x\n[t]",
		"[x]\na=0 #x\n[x.y]\na=1#": "a = 1\n\n[x]\na=0 #x\n[x.y]\na=1#",
	} {
		got, err := Set([]byte(before), Int(1), "a")
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, want %q (%v)", before, got, want, err)
		}
	}
}

func TestRemove(t *testing.T) {
	for _, tc := range []struct{ name, path, old, new string }{
		{"a line with its comment", "profiles.fin.tenant_id", "  tenant_id = 't'   # ours\n", ""},
		{"a text of several lines", "profiles.ads.user_id", "ads.\"user_id\" = \"\"\"\nu\"\"\"\n", ""},
		{"the first of a table on one line", "limits.per_day.USD", `USD = "5.00", `, ""},
		{"the last of a table on one line", "limits.per_day.EUR", `, EUR = "1.00"`, ""},
		{"a table on one line", "limits.per_day", "per_day = { USD = \"5.00\", EUR = \"1.00\" } # all\n", ""},
		{"a table, not what is said of the next", "ui", "[ui] # screen\ntheme = \"dark\"", ""},
		{"a table with the comments in it", "profiles.fin",
			"[profiles.fin]\nissuer      = \"finhub\"\n  tenant_id = 't'   # ours\nread_only   = true\n# token = \"env:T\"\n\n", ""},
		{"a table of dotted keys", "profiles.ads", "ads.issuer = \"aurex\"\nads.\"user_id\" = \"\"\"\nu\"\"\"\n", ""},
		{"what is not there", "profiles.x", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path, err := ParseKey(tc.path)
			if err != nil {
				t.Fatal(err)
			}
			got, was, err := Remove([]byte(commented), path...)
			if err != nil || was != (tc.old != "") {
				t.Fatal(was, err)
			}
			if diff := cmp.Diff(strings.Replace(commented, tc.old, tc.new, 1), string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for before, want := range map[string]string{
		"a = { b.c = 1, b.d = 2 }":           "a = {}",
		"a = { x = 0, b.c = 1, b.d = 2 }":    "a = { x = 0 }",
		"a = {\n b = 1, # one\n c = 2\n}":    "a = {\n # one\n c = 2\n}",
		"a = {\n c = 2, # two\n b = 1,\n}":   "a = {\n c = 2, # two\n \n}",
		"a = {\n c = 2, # two, b\n b = 1\n}": "a = {\n c = 2 # two, b\n\n}",
		"a = { b = 1 }":                      "a = {}",
	} {
		got, was, err := Remove([]byte(before), "a", "b")
		if err != nil || !was || string(got) != want {
			t.Errorf("%q: %q, want %q (%v)", before, got, want, err)
		}
	}
}

func TestAddTable(t *testing.T) {
	pairs := []Pair{{"issuer", Text("aurex")}, {"read_only", Bool(true)}}
	for before, want := range map[string]string{
		"":                             "# new\n[profiles.ads]\nissuer = \"aurex\"\nread_only = true\n",
		"[ui]":                         "[ui]\n\n# new\n[profiles.ads]\nissuer = \"aurex\"\nread_only = true\n",
		"[ui]\n\n":                     "[ui]\n\n# new\n[profiles.ads]\nissuer = \"aurex\"\nread_only = true\n",
		"profiles = { fin = {a = 1} }": "profiles = { fin = {a = 1}, ads = { issuer = \"aurex\", read_only = true } }",
	} {
		got, err := AddTable([]byte(before), []string{"new"}, pairs, "profiles", "ads")
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, want %q (%v)", before, got, want, err)
		}
		if !HasTable(got, "profiles", "ads") || HasTable(got, "profiles", "adsx") {
			t.Errorf("%q: the table is not seen", got)
		}
		if _, err := AddTable(got, nil, pairs, "profiles", "ads"); err == nil {
			t.Errorf("%q: added twice", before)
		}
	}
}

func TestWhatCannotBeChanged(t *testing.T) {
	for _, tc := range []struct{ text, path, says string }{
		{"a =", "b", "not valid TOML"},
		{"[a]\nb = 1", "a", "a is a table"},
		{"a = 1", "a.b", "a is no table"},
		{"[[a]]\nb = 1", "a.b", "change it in an editor"},
	} {
		path, err := ParseKey(tc.path)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Set([]byte(tc.text), Int(1), path...); err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%q: %q, %v", tc.text, got, err)
		}
	}
	for _, key := range []string{"", "a=1", "a b", "a.", "[a]", "a\nb", "#", `"a`} {
		if path, err := ParseKey(key); err == nil {
			t.Errorf("%q is read as %q", key, path)
		}
	}
}
