package screen

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// company are the terminals that show one session.
type company struct{ names []string }

func (c *company) look(context.Context) []string { return slices.Clone(c.names) }

func TestAudienceIsAskedForOnce(t *testing.T) {
	c := &company{}
	a := NewAudience(c.look)
	admits := func(insists bool, names ...string) bool {
		t.Helper()
		c.names = names
		err := a.Admit(t.Context(), insists)
		var watched *WatchedError
		if err != nil && (!errors.As(err, &watched) || watched.Others != len(names)-1) {
			t.Errorf("%v: %v", names, err)
		}
		return err == nil
	}
	for i, step := range []struct {
		insists bool
		names   []string
		want    bool
	}{
		{false, nil, true}, {true, []string{"a"}, true},
		{true, []string{"a", "b"}, false}, // told
		{false, []string{"a", "b"}, false},
		{true, []string{"a", "b", "c"}, false}, // somebody more
		{true, []string{"c", "b", "a"}, true},
		{false, []string{"a", "b"}, true}, // fewer
		{false, []string{"a", "b", "c"}, true},
		{false, []string{"a", "d"}, false}, // somebody else
		{true, []string{"a", "d"}, true},
	} {
		if got := admits(step.insists, step.names...); got != step.want {
			t.Errorf("step %d: %v, want %v", i, got, step.want)
		}
	}
	a.Forget()
	if admits(true, "a", "d") {
		t.Error("not asked again")
	}
	var nobody *Audience
	nobody.Forget()
	if nobody.Admit(t.Context(), false) != nil || nobody.Changed(t.Context()) != "" || nobody.Words() != "" {
		t.Error("a nil Audience knows somebody")
	}
}

func TestAudienceTellsWhatChanged(t *testing.T) {
	for _, c := range []struct {
		name          string
		shown, now    []string
		change, words string
	}{
		{"nobody knows", nil, nil, "", ""},
		{"the same", []string{"a"}, []string{"a"}, "", ""},
		{"one more", []string{"a"}, []string{"a", "b"}, "another terminal shows this now", ""},
		{"another instead", []string{"a"}, []string{"b"}, "another terminal shows this now", ""},
		{"the first of a detached session", nil, []string{"a"}, "another terminal shows this now", ""},
		{"nobody left", []string{"a"}, nil, "no terminal shows this now", ""},
		{"one left", []string{"a", "b", "c"}, []string{"b"}, "", "2 others see this terminal"},
		{"one other", []string{"a", "b"}, []string{"a", "b"}, "", "1 other sees this terminal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			there := &company{names: c.shown}
			a := NewAudience(there.look)
			_ = a.Admit(t.Context(), true) // tells where there are others
			if err := a.Admit(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			there.names = c.now
			if got := a.Changed(t.Context()); got != c.change {
				t.Errorf("%q, want %q", got, c.change)
			}
			if got := a.Words(); got != c.words {
				t.Errorf("%q, want %q", got, c.words)
			}
		})
	}
}
