package screen

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
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

func TestRevealBeforeOthersTakesASecondPress(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.env.Audience = NewAudience((&company{names: []string{"mine", "other", "third"}}).look)
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.shows("2 others see this terminal", "press again to go on all the same", "•••")
		wiped(r)
		if n := r.issuer.count("details"); n != 0 || len(r.issuer.vault.opened) != 0 {
			t.Errorf("asked for the details %d times, opened %d fields", n, len(r.issuer.vault.opened))
		}
		r.press("v")
		r.shows("4288 3751 2345 4242", testCVV)
		r.press("v", "v") // asked once
		r.shows("4288 3751 2345 4242")
	})
}

func TestCodesBeforeOthersTakeAKey(t *testing.T) {
	inBubble(t, func(r *rig) {
		there := &company{names: []string{"mine", "other"}}
		r.env.Audience = NewAudience(there.look)
		openOTP(r)
		r.arrive(r.code("one", "482913", 0, 5*time.Minute), r.code("two", "771204", 0, 5*time.Minute))
		r.settle()
		unread(r)
		r.hides("482", "771")
		r.arrive(r.code("three", "559300", 0, 5*time.Minute)) // is no key
		r.settle()
		r.hides("482", "771", "559")
		r.press("v")
		r.settle()
		r.shows("482 913", "771 204", "559 300")
		there.names = []string{"mine", "third"}
		r.arrive(r.code("four", "600700", 0, 5*time.Minute))
		r.settle()
		r.hides("482", "771", "559", "600")
	})
}

func TestMasksTellNothing(t *testing.T) {
	for kind, values := range map[client.FieldKind][]string{
		client.FieldPAN:    {"4222222222222", "4288375123454242", "6304000000000000000"},
		client.FieldExpiry: {"09/29", "12/31"},
		client.FieldCVV:    {"738", "7381"},
		client.FieldURL:    {testLink, testLink + "/and/more"},
	} {
		masks := map[string]bool{}
		for _, value := range values {
			inBubble(t, func(r *rig) {
				f := r.issuer.vault.sealed(kind, value)
				r.issuer.details = client.Details{Number: f}
				switch kind {
				case client.FieldExpiry:
					r.issuer.details = client.Details{Number: r.issuer.vault.sealed(client.FieldPAN, testPAN), Expiry: f}
				case client.FieldCVV:
					r.issuer.details = client.Details{Number: r.issuer.vault.sealed(client.FieldPAN, testPAN), CVV: f}
				case client.FieldURL:
					r.issuer.details = client.Details{ActivateURL: f}
				}
				c := NewCard(r.env, adsCard())
				r.open(c)
				r.press("v")
				r.settle()
				if !c.Reveals() {
					t.Fatalf("%s %s is not shown", kind, value)
				}
				r.press("v")
				for _, field := range c.fields {
					if field.kind == kind {
						mask := stripStyle(c.fieldLines(field, false, 80)[0])
						masks[strings.ReplaceAll(mask, cmp.Or(c.card.Last4, "none"), "••••")] = true
					}
				}
			})
		}
		if len(masks) != 1 {
			t.Errorf("%s: masks %v", kind, masks)
		}
	}
}
