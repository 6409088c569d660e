package records

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
	"cardwallet/client/abreast"
)

// wide is a list of 100 pages of one record each, newest first. Its requests take a while.
type wide struct {
	name          string
	running, most *atomic.Int32
}

func (w *wide) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordFees}, false
}

func (w *wide) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	for n, most := w.running.Add(1), w.most.Load(); n > most && !w.most.CompareAndSwap(most, n); most = w.most.Load() {
	}
	defer w.running.Add(-1)
	r := on(client.RecordFees, fmt.Sprint(w.name, q.Page), "", 0)
	r.At = r.At.Add(-time.Duration(q.Page) * time.Hour)
	return client.RecordPage{Records: []client.Record{r}, Total: 100, More: q.Page < 100}, client.Sleep(ctx, 20*time.Millisecond)
}

// Lists that are merged share what may be asked for at once: what comes of each waits for the others' records.
func TestListsThatAreMergedAreReadAheadTogether(t *testing.T) {
	for lists, want := range map[int]struct{ least, most int32 }{1: {abreast.Most, abreast.Most}, 5: {2, abreast.Most}, 40: {1, 40}} {
		synctest.Test(t, func(t *testing.T) {
			var running, seen atomic.Int32
			var sources []recordSource
			for i := range lists {
				sources = append(sources, recordSource{recorder: &wide{fmt.Sprint(i, " "), &running, &seen},
					query: client.RecordQuery{Kind: client.RecordFees}})
			}
			if got, l := read(sources, 0, false); l.Failure != nil || len(got) != 100*lists || seen.Load() > want.most || seen.Load() < want.least {
				t.Errorf("%d lists: %d records, %d requests at once, %v", lists, len(got), seen.Load(), l.Failure)
			}
		})
	}
}
