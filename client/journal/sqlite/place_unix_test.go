//go:build unix

package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// Open files can be moved here, which Windows does not let.

// A journal that is taken away from under a program, or has another one put in its place, is told, and nothing is sent: neither by what
// begins then, nor by what was about to be sent.
func TestNothingIsSentWhenTheJournalIsNotInItsPlace(t *testing.T) {
	t.Parallel()
	must := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	for name, harm := range map[string]func(path string){
		"removed":             func(path string) { must(os.Remove(path)) },
		"removed with logs":   func(path string) { must(os.Remove(path), os.Remove(path+"-wal"), os.Remove(path+"-shm")) },
		"its log is removed":  func(path string) { must(os.Remove(path + "-wal")) },
		"renamed":             func(path string) { must(os.Rename(path, path+".old")) },
		"another is there":    func(path string) { must(os.Rename(path, path+".old"), os.WriteFile(path, nil, 0o600)) },
		"a copy is put there": func(path string) { must(copyFile(path, path+".copy"), os.Rename(path+".copy", path)) },
		"the directory moved": func(path string) { must(os.Rename(filepath.Dir(path), filepath.Dir(path)+"-gone")) },
	} {
		for _, when := range []string{"before", "between noting and sending"} {
			t.Run(name+" "+when, func(t *testing.T) {
				path := newPath(t)
				j, err := openAt(t.Context(), path)
				must(err)
				defer j.Close()
				i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
				_, err = topUp(t.Context(), j, account(i), "1")
				must(err)
				move := func() (client.Movement, error) {
					return topUp(t.Context(), j, account(i), "25")
				}
				if when == "before" {
					harm(path)
				} else {
					move = func() (client.Movement, error) {
						a := account(observed{issuer: i, observe: func(string) (client.Observation, error) { harm(path); return client.Observation{}, nil }})
						return topUp(t.Context(), j, a, "25")
					}
				}
				m, err := move()
				first, hint, _ := strings.Cut(err.Error(), "\n")
				if !errors.Is(err, journal.ErrReplaced) || !strings.Contains(first, path) || !strings.Contains(hint, "nothing was sent") ||
					len(i.orders()) != 1 {
					t.Errorf("%v, %v, sent %d", m, err, len(i.orders()))
				}
				if name == "its log is removed" {
					return // what reads only needs no log to be whole
				}
				_, listed := j.Movements(t.Context(), client.MovementFilter{})
				_, settled := j.Settle(t.Context(), nil)
				checked := j.Check(t.Context(), account(i), intent("25"))
				for _, err := range []error{listed, settled, checked} {
					if !errors.Is(err, journal.ErrReplaced) {
						t.Errorf("later: %v", err)
					}
				}
			})
		}
	}
}

// What happened to a movement that is under way is noted in the file that has its row, wherever that is.
func TestAnOutcomeIsNotedInAJournalThatWasRenamed(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		return client.Operation{Status: client.OperationSucceeded}, os.Rename(path, path+".away")
	}}
	m, err := topUp(t.Context(), j, account(i), "25")
	if err != nil || m.Status != client.MovementSucceeded || states(t, j, m.OrderID) != "intended sent success" {
		t.Errorf("%v, %v", m, err)
	}
}

// It goes on when it is put back.
func TestAJournalThatIsPutBackGoesOn(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := topUp(t.Context(), j, account(i), "25"); !errors.Is(err, journal.ErrReplaced) {
		t.Errorf("away: %v", err)
	}
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	if m, err := topUp(t.Context(), j, account(i), "25"); err != nil || m.Status != client.MovementSucceeded {
		t.Errorf("put back: %v, %v", m, err)
	}
}
