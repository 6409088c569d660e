package money

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/cmd/internal/run"
)

// A damaged journal is set aside. The program that found it must not go on with an empty one, which knows of no open movement.
func TestADamagedJournalStaysDamagedForThisProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	if err := os.WriteFile(path, []byte("this is no journal, whatever it was"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := &run.AuditedJournal{Journal: run.NewJournal(path, nil)}
	defer l.Close()
	for range 3 {
		if _, err := l.Movements(t.Context(), client.MovementFilter{}); !errors.Is(err, journal.ErrDamaged) {
			t.Fatalf("got %v", err)
		}
	}
	if _, err := l.Move(t.Context(), client.Account{Profile: "fin"}, client.Intent{}); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("a movement: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a new journal was begun: %v", err)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// A script must learn what became of the money even where nothing could be printed.
func TestAnUnknownOutcomeCountsForMoreThanAFullDisk(t *testing.T) {
	for _, json := range []bool{true, false} {
		var said bytes.Buffer
		a := &command{App: &run.App{Out: fullDisk{}, Err: &said}}
		a.Flags.JSON = json
		m := client.Movement{OrderID: "CW1", Kind: client.MoveTopUp, Status: client.MovementUnknown}
		err := a.tell(&moveFlags{}, draft{}, m, fmt.Errorf("it broke: %w", client.ErrUnknown))
		if run.ExitCode(err) != run.ExitUnknown {
			t.Errorf("json %v: exit code %d for %v", json, run.ExitCode(err), err)
		}
		m.Status = client.MovementSucceeded
		err = a.tell(&moveFlags{}, draft{Intent: client.Intent{Kind: client.MoveTopUp}}, m, nil)
		a.tellTogether(&moveFlags{}, []client.Movement{m})
		if run.ExitCode(err) != run.ExitDone || !strings.Contains(said.String(), "order CW1 is success") {
			t.Errorf("json %v: %v, said %q", json, err, said.String())
		}
	}
}
