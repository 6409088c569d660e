package config

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"github.com/zalando/go-keyring"
)

// held are secrets that a person typed and that are written nowhere yet, by the reference that they will have.
var held = struct {
	sync.Mutex
	values map[string][]byte
}{values: map[string][]byte{}}

const heldScheme = "held"

// Hold gives a reference to a copy of a secret in memory, so that it can be tried before it is written to where ref says. The reference
// shows as ref. release wipes the copy.
func Hold(ref Ref, secret []byte) (to Ref, release func()) {
	to = Ref{scheme: heldScheme, rest: ref.String()}
	held.Lock()
	defer held.Unlock()
	held.values[to.rest] = bytes.Clone(secret)
	return to, func() {
		held.Lock()
		defer held.Unlock()
		clear(held.values[to.rest])
		delete(held.values, to.rest)
	}
}

func fromMemory(r Ref) ([]byte, error) {
	held.Lock()
	defer held.Unlock()
	return bytes.Clone(held.values[r.rest]), nil // nothing, where it was released
}

// SetSecret puts another reference in the place of the secret with that name.
func (p *Profile) SetSecret(name string, ref Ref) {
	for _, k := range profileKeys {
		if field, ok := k.field(p).(*Ref); ok && k.name == name {
			*field = ref
		}
	}
}

// KeyringAnswers reports whether this machine has a keyring that can be used now. It waits 3 s for it at the most.
func KeyringAnswers(ctx context.Context) bool {
	_, err := Ref{scheme: "keyring", rest: "cardwallet/none"}.Resolve(ctx)
	return err == nil || errors.Is(err, keyring.ErrNotFound)
}
