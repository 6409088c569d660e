package team

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	channel = "cardwallet" // that changes are told on
	// pollEvery is how often the numbers are read where nobody tells of changes, and pollBeside where somebody does.
	pollEvery, pollBeside = time.Second, 5 * time.Second
	// heardLimit is how long an own word may take until it is heard.
	heardLimit = 2 * time.Second
)

// herald tells the others that something has changed, so that they need not wait until they look. What is not told they find all the same.
type herald struct {
	mu     sync.Mutex
	due    chan struct{}
	ended  chan struct{}
	closed bool
}

// tell does not wait. The first one starts the goroutine that end ends.
func (h *herald) tell(d *Database) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	if h.due == nil {
		h.due, h.ended = make(chan struct{}, 1), make(chan struct{})
		go func(due <-chan struct{}, ended chan<- struct{}) {
			defer close(ended)
			for range due {
				d.notify("")
			}
		}(h.due, h.ended)
	}
	select {
	case h.due <- struct{}{}:
	default: // one is on its way that was not told yet
	}
}

// end waits until what is due is told.
func (h *herald) end() {
	h.mu.Lock()
	started := h.due != nil && !h.closed
	h.closed = true
	if started {
		close(h.due)
	}
	h.mu.Unlock()
	if started {
		<-h.ended
	}
}

// notify says something to all that listen. Engines without it refuse it, which does no harm.
func (d *Database) notify(word string) {
	ctx, cancel := context.WithTimeout(context.Background(), heardLimit)
	defer cancel()
	_, _ = d.sql.ExecContext(ctx, `SELECT pg_notify($1, $2)`, channel, word)
}

// Watch tells within a second or so that something has changed, until ctx ends: then the channel is closed. Changes that come fast are told
// once. The first look counts as a change, and so does that the database is back. While it is away nothing is told.
func (d *Database) Watch(ctx context.Context) <-chan struct{} {
	changed := make(chan struct{}, 1)
	go func() {
		defer close(changed)
		w := watcher{db: d, changed: changed}
		for ctx.Err() == nil {
			w.listen(ctx)
		}
	}()
	return changed
}

type watcher struct {
	db      *Database
	changed chan<- struct{}
	seen    int64
	lost    bool // the last look failed
	looked  bool
}

func (w *watcher) tell() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// listen looks at the numbers again and again, at once where a word comes. It returns when ctx ends or the connection that hears is lost.
func (w *watcher) listen(ctx context.Context) {
	conn, heard := w.hearing(ctx)
	if conn != nil {
		defer func() {
			closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			_ = conn.Close(closing)
		}()
	}
	w.look(ctx)
	for tries := 0; ctx.Err() == nil; tries++ {
		if heard {
			waiting, cancel := context.WithTimeout(ctx, pollBeside)
			_, err := conn.WaitForNotification(waiting)
			late := waiting.Err() != nil
			cancel()
			w.look(ctx)
			if err != nil && !late {
				return
			}
			if conn.IsClosed() { // the driver gives a connection up whose wait ended
				return
			}
			continue
		}
		timer := time.NewTimer(pollEvery)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		w.look(ctx)
		if conn == nil && tries >= 30 || tries >= 300 {
			return // perhaps it can be heard by now
		}
	}
}

// hearing opens a connection of its own and finds out whether it hears what is said: behind a pooler it may hear nothing.
func (w *watcher) hearing(ctx context.Context) (conn *pgx.Conn, heard bool) {
	ctx, cancel := context.WithTimeout(ctx, connectLimit+heardLimit)
	defer cancel()
	conn, err := w.db.connect(ctx)
	if err != nil {
		return nil, false
	}
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return conn, false
	}
	word := rand.Text()
	w.db.notify(word)
	waiting, cancel := context.WithTimeout(ctx, heardLimit)
	defer cancel()
	for {
		said, err := conn.WaitForNotification(waiting)
		if err != nil {
			return conn, false
		}
		if said.Payload == word {
			return conn, true
		}
	}
}

// look reads the numbers and tells where they are others than before.
func (w *watcher) look(ctx context.Context) {
	var now int64
	ctx, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	err := w.db.sql.QueryRowContext(ctx, `SELECT CAST(sum(value) AS BIGINT) FROM cardwallet.numbers`).Scan(&now)
	if err != nil {
		w.lost = true
		return
	}
	if !w.looked || now != w.seen || w.lost {
		w.tell()
	}
	w.seen, w.lost, w.looked = now, false, true
}
