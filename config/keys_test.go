package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pianoKeys takes everything but low notes.
type pianoKeys struct{ asked map[string][]string }

func (*pianoKeys) Actions() []string { return []string{"top-up", "lock"} }

func (k *pianoKeys) Check(changes map[string][]string, refuse func(action, what, hint string)) {
	k.asked = changes
	refuse("lock", "is too low", "play higher")
}

func TestWhoKnowsTheKeysSaysWhatIsWrongWithThem(t *testing.T) {
	table := &pianoKeys{}
	o := Options{Keys: table, Env: environment(nil), Path: write(t,
		ads+"[keys]\ntop-up = \"T\"\nlock = [\"ctrl+x\", \"X\"]\n\"not a word\" = \"y\"\ntopup = \"z\"\n")}
	_, err := Load(o)
	want := o.Path + ":7:1: keys.lock: is too low\n" + o.Path + ":8:1: keys: unknown key\n" + o.Path +
		":9:1: keys: unknown key \"topup\"; did you mean \"top-up\"?\nplay higher"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if diff := cmp.Diff(map[string][]string{"top-up": {"T"}, "lock": {"ctrl+x", "X"}}, table.asked); diff != "" {
		t.Error(diff)
	}
}
