package setup

import (
	"runtime"
	"testing"

	"cardwallet/client"
)

// letting is an issuer that counts what it lets go of.
type letting struct {
	client.Issuer
	disconnected, forgot int
}

func (l *letting) Disconnect() { l.disconnected++ }

func (l *letting) Forget() { l.forgot++ }

func (l *letting) Close() {}

func TestGivingBackDropsConnectionsAndMemory(t *testing.T) {
	first, second := &letting{}, &letting{}
	w := client.NewWallet(client.Account{Profile: "fin", Issuer: first}, client.Account{Profile: "no session", Issuer: nil},
		client.Account{Profile: "ads", Issuer: second})
	const size = 32 << 20
	held := make([]byte, size)
	for i := range held {
		held[i] = 1
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	runtime.KeepAlive(held)
	giveBack(w, false)
	runtime.ReadMemStats(&after)
	if after.HeapReleased < before.HeapReleased+size/2 {
		t.Errorf("the system had %d bytes of the heap back before and has %d", before.HeapReleased, after.HeapReleased)
	}
	if first.disconnected != 1 || second.disconnected != 1 || first.forgot+second.forgot != 0 {
		t.Errorf("unlocked: %+v, %+v", first, second)
	}
	giveBack(w, true)
	if first.disconnected != 2 || second.disconnected != 2 || first.forgot != 1 || second.forgot != 1 {
		t.Errorf("locked: %+v, %+v", first, second)
	}
}
