//go:build unix

package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/crypto"
)

// telling is an issuer with a card to reveal that tells the terminal when it has to let go of something.
type telling struct{ faulty }

func (telling) Funds(context.Context) ([]client.Funds, error) { return nil, nil }

func (telling) Details(context.Context, string) (client.Details, error) {
	return client.Details{Number: client.PlainField(client.FieldPAN, crypto.SecretFromString(crashPAN))}, nil
}

func (telling) Disconnect() { fmt.Println("disconnected") }

func (telling) Forget() { fmt.Println("forgot") }

func (telling) Close() {}

func init() { programs["cardwallet-telling"] = func() { screenOf(telling{}) } }

// Once a value is hidden, what its answer left in buffers goes too. Tokens stay until the wallet is locked.
func TestAHiddenValueIsGivenBack(t *testing.T) {
	t.Parallel()
	p := sitAt(t, "cardwallet-telling", "", "")
	p.await("Faulty")
	p.write("\r")
	p.await("reveal")
	p.write("v")
	p.await("hide")
	if strings.Contains(p.screen(), "disconnected") {
		t.Error("the connections are dropped while the value is shown")
	}
	p.write("v")
	p.await("disconnected")
	if strings.Contains(p.screen(), "forgot") {
		t.Error("the tokens are forgotten without a lock")
	}
	p.write("L")
	p.await("forgot")
}
