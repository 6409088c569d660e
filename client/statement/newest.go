package statement

import (
	"bytes"
	"cmp"
	"strings"
	"time"

	"cardwallet/client"
)

// Newest tells which records count: of each purchase, and each other operation, the newest one. It keeps of a record what tells that, in
// about 100 bytes, and what its caller wants of those that count. Its zero value is ready.
type Newest[T any] struct {
	at   map[digest]int32 // where the one with a name stands
	kept [][]kept[T]      // in blocks of a size: what grew as one would be there twice whenever it grows
	len  int32
}

// block is how many records are kept in one piece.
const block = 1024

// add keeps one more.
func (n *Newest[T]) add(k kept[T]) {
	if n.len%block == 0 {
		n.kept = append(n.kept, make([]kept[T], 0, block))
	}
	last := &n.kept[n.len/block]
	*last = append(*last, k)
	n.len++
}

type kept[T any] struct {
	state
	of T
}

// Take takes a record, in any order, with what is wanted of it. counts says that it counts from now on. old is what was wanted of the one
// that counted until now, where another one of that purchase did.
func (n *Newest[T]) Take(r client.Record, of T) (counts bool, old *T) {
	name, s := trade(r), stateOf(r)
	if name == "" {
		n.add(kept[T]{s, of})
		return true, nil
	}
	card := ""
	if r.Kind == client.RecordHistory { // whose names are those of one card
		card = r.CardID
	}
	key := digestOf(r.Profile, string(r.Kind), card, strings.ToLower(r.Type), name)
	i, there := n.at[key]
	if !there {
		if n.at == nil {
			n.at = map[digest]int32{}
		}
		n.at[key] = n.len
		n.add(kept[T]{s, of})
		return true, nil
	}
	k := &n.kept[i/block][i%block]
	if !s.newer(k.state) {
		return false, nil
	}
	before := k.of
	*k = kept[T]{s, of}
	return true, &before
}

// Each gives what was wanted of each record that counts.
func (n *Newest[T]) Each(yield func(T) bool) {
	for _, few := range n.kept {
		for _, k := range few {
			if !yield(k.of) {
				return
			}
		}
	}
}

// state is what of a record tells whether it is the newest one of its purchase.
type state struct {
	at, settled   instant
	said          digest
	final, failed bool
}

func stateOf(r client.Record) state {
	return state{at: instantOf(r.At), settled: instantOf(r.SettledAt), said: says(r), final: final(r), failed: r.Stage == client.StageFailed}
}

// newer reports whether the state is a newer one of the same purchase: one that is settled or failed is never followed by one that is not.
// The last comparisons only make sure that the order in which two records arrive does not matter.
func (s state) newer(than state) bool {
	return cmp.Or(compareBool(s.final, than.final), s.at.compare(than.at), s.settled.compare(than.settled),
		-compareBool(s.failed, than.failed), bytes.Compare(s.said[:], than.said[:])) > 0
}

// final reports whether no other state follows.
func final(r client.Record) bool { return r.Stage == client.StageDone || r.Stage == client.StageFailed }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// instant is a time without its zone and without a pointer.
type instant struct {
	seconds int64
	nanos   int32
}

func instantOf(t time.Time) instant {
	return instant{t.Unix(), int32(t.Nanosecond())} //nolint:gosec // less than a second
}

func (i instant) time() time.Time { return time.Unix(i.seconds, int64(i.nanos)) }

func (i instant) compare(with instant) int {
	return cmp.Or(cmp.Compare(i.seconds, with.seconds), cmp.Compare(i.nanos, with.nanos))
}
