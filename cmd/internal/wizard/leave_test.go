package wizard

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/cmd/internal/draft"
)

// Whoever leaves, on whichever page, leaves nothing behind: no config, no secret, no key.
func TestLeavingAnywhere(t *testing.T) {
	t.Parallel()
	ways := []func(*shown){
		func(s *shown) { s.WaitFor("Whose cards") },
		func(s *shown) { s.turn("Whose cards", "enter", "enter"); s.WaitFor("tenant id") },
		func(s *shown) {
			s.Press("enter")
			s.Type("t")
			s.Press("enter")
			s.Type("a@b.example")
			s.Press("enter", "enter")
			s.WaitFor("where nobody sees it")
			s.Type(secret)
			s.WaitFor("•••••")
		},
		func(s *shown) { s.Press("enter"); s.WaitFor("make a new key here") },
		func(s *shown) {
			s.Press("enter")
			s.WaitFor("key file")
			s.Type("horse")
			s.WaitFor("•••••")
		},
		func(s *shown) { s.Press("enter"); s.Type("horse"); s.WaitFor("once more       •••••") },
		func(s *shown) { s.Press("enter"); s.WaitFor("Register this public key") },
		func(s *shown) { s.Press("enter"); s.WaitFor("It works.") },
		func(s *shown) { s.Press("enter"); s.WaitFor("Colours") },
	}
	for n := range ways {
		t.Run(fmt.Sprint(n+1), func(t *testing.T) {
			t.Parallel()
			s := show(t, 60, 16, nil)
			for _, way := range ways[:n+1] {
				way(s)
			}
			s.Press([]string{"esc", "ctrl+c"}[n%2])
			s.ends(Left)
			if files := s.files(); len(files) > 0 {
				t.Errorf("there is %q", files)
			}
		})
	}
}

// Whoever leaves while it is written stops that, and is told how it ended: with the profile where it was too late.
func TestLeavingWhileItIsWritten(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		s := show(t, 60, 16, func(o *Options) {
			o.Write = func(ctx context.Context, _ *draft.Draft) error {
				<-ctx.Done()
				if late {
					return nil
				}
				return ctx.Err()
			}
		})
		s.aurex()
		s.Press("enter")
		s.turn("Colours", "enter", "enter", "enter", "enter")
		s.WaitFor("writing")
		s.Press("esc")
		s.ends(map[bool]Result{false: Left, true: Written}[late])
	}
}

// What is pasted as soon as the page asks for the place of a secret is the secret, and is seen nowhere.
func TestAPasteAtOnceIsTheSecret(t *testing.T) {
	t.Parallel()
	s := show(t, 80, 24, nil)
	s.turn("Whose cards", "down", "enter", "enter")
	s.turn("Where is the API key of Aurex?", "enter")
	s.Type("user-7")
	s.Press("enter", "enter")
	s.WaitFor("where nobody sees it")
	s.Paste(secret)
	s.WaitFor("•••••")
	s.Press("shift+tab")
	s.Type(".new")
	s.WaitFor(".new")
	s.Press("enter", "enter")
	s.WaitFor("It works.")
	s.Press("esc")
	s.ends(Left)
	if at := s.draft.Get("api_key"); !strings.HasSuffix(at, "aurex.key.new") || strings.Contains(s.Raw(), secret) {
		t.Errorf("the key is in %s, and may be on the screen", at)
	}
}

// What is typed as soon as the page asks for the file of a new key is its passphrase. A file that is there is refused also then.
func TestTypingAtOnceIsThePassphrase(t *testing.T) {
	t.Parallel()
	s := show(t, 80, 24, nil)
	if err := os.WriteFile(filepath.Join(s.home, "finhub.pem"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.turn("Whose cards", "enter", "enter")
	s.turn("tenant id", "enter")
	s.Type("t")
	s.Press("enter")
	s.Type("a@b.example")
	s.Press("enter", "down", "enter")
	s.turn("password is in", "enter")
	s.turn("make a new key here", "enter")
	s.WaitFor("key file")
	s.Type("horse")
	s.WaitFor("•••••")
	s.Press("enter")
	s.WaitFor("never overwritten")
	s.Press("shift+tab")
	s.Type(".new")
	s.WaitFor("finhub.pem.new")
	s.Press("enter", "enter")
	s.Type("horse")
	s.WaitFor("once more       •••••")
	s.Press("enter")
	s.WaitFor("Register this public key")
	s.Press("esc")
	s.ends(Left)
	if strings.Contains(s.Raw(), "horse") {
		t.Error("the passphrase was drawn")
	}
}
