package main

import (
	"slices"
	"testing"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// TestDriversKeepToTheTableOfIssuers: what sentences say of an issuer without an account there is what its driver does.
func TestDriversKeepToTheTableOfIssuers(t *testing.T) {
	if len(run.Connectors) != len(client.Issuers()) {
		t.Errorf("%d issuers have a driver, %d are in the table", len(run.Connectors), len(client.Issuers()))
	}
	for _, facts := range client.Issuers() {
		issuer := client.Issuer(covering(t, facts.Kind, "http://127.0.0.1:1"))
		defer issuer.(client.Session).Close()
		for _, kind := range client.Kinds() {
			if does := (client.Account{Issuer: issuer}).Offers(kind); does != slices.Contains(facts.Moves, kind) {
				t.Errorf("%s offers %s: %v, which the table denies", facts.Kind, kind, does)
			}
		}
		_, deposits := issuer.(client.Depositor)
		_, holders := issuer.(client.HolderLister)
		_, types := issuer.(client.Catalog)
		_, seals := issuer.(client.Sampler)
		if deposits != facts.Deposits || holders != facts.Holders || types != facts.Types || seals != client.Sealing(facts.Kind) {
			t.Errorf("%s has deposits %v, holders %v, types %v, sealed data %v", facts.Kind, deposits, holders, types, seals)
		}
		if run.Connectors[facts.Kind] == nil || config.NewProfile("p", facts.Kind).OTPTTL == 0 {
			t.Errorf("%s cannot be connected", facts.Kind)
		}
	}
}
