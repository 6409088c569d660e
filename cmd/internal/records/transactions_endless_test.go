package records

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// echo answers every page with the same record, and says that there are many more.
type echo struct{ pages atomic.Int32 }

func (e *echo) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordHistory}, false
}

func (e *echo) Records(context.Context, client.RecordQuery) (client.RecordPage, error) {
	return client.RecordPage{Records: []client.Record{{ID: "same"}}, Total: 1_000_000, More: e.pages.Add(1) < 1000}, nil
}

func TestListThatRepeatsEnds(t *testing.T) {
	for _, keeps := range []bool{true, false} {
		e, given := &echo{}, 0
		l := (&command{&run.App{Out: discard{}, Err: discard{}}}).lists([]recordSource{{recorder: e}}, 0, false,
			func(client.Record) bool { return keeps })
		for range l.records(t.Context()) {
			given++
		}
		asked := e.pages.Load() // and more of them at once
		if want := map[bool]int{true: 1}[keeps]; !errors.Is(l.Failure, client.ErrGarbage) || asked < 4 || asked > 40 || given != want {
			t.Errorf("%d pages, %d records: %v", asked, given, l.Failure)
		}
	}
}
