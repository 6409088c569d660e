package main

import (
	"context"
	"testing"

	"cardwallet/client"
	"cardwallet/crypto"
)

type forgetful struct {
	client.Issuer
	forgot int
}

func (f *forgetful) Forget() { f.forgot++ }

func TestLockingForgetsTokensAndKeysThatCanBeHadAgain(t *testing.T) {
	read := 0
	load := func(context.Context) (*crypto.PrivateKey, error) {
		read++
		return crypto.GenerateKey(2048)
	}
	typed, err := crypto.GenerateKey(2048)
	if err != nil {
		t.Fatal(err)
	}
	again := &keyOpener{profile: "fin", load: load}
	kept := &keyOpener{profile: "typed", key: typed}
	a := &app{openers: []*keyOpener{again, kept}, unlocked: map[string]*crypto.PrivateKey{"typed": typed}}
	if _, err := again.Open(t.Context(), "x"); err == nil || again.key == nil {
		t.Fatal("the key is not read")
	}
	issuer := &forgetful{}
	a.forget(client.NewWallet(client.Account{Profile: "fin", Issuer: issuer}))
	if issuer.forgot != 1 || again.key != nil || kept.key == nil {
		t.Errorf("forgot %d times, key kept %v, typed key kept %v", issuer.forgot, again.key != nil, kept.key != nil)
	}
	if _, err := again.Open(t.Context(), "x"); err == nil || read != 2 {
		t.Errorf("the key was read %d times", read)
	}
}
