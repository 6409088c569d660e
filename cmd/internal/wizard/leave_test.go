package wizard

import (
	"fmt"
	"testing"
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
			s.Press("enter")
			s.Type(secret)
			s.WaitFor("•••••")
		},
		func(s *shown) { s.Press("enter"); s.WaitFor("make a new key here") },
		func(s *shown) {
			s.Press("enter")
			s.turn("key file", "enter")
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
