package main

import (
	"slices"
	"testing"
	"time"

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
		connect, profile := run.Connectors[facts.Kind], config.NewProfile("p", facts.Kind)
		if connect == nil || profile.OTPTTL == 0 {
			t.Fatalf("%s cannot be connected", facts.Kind)
		}
		profile.BaseURL, profile.TenantID, profile.UserID, profile.Email = "http://127.0.0.1:1", "t", "u", "p@example.com"
		driver, err := connect(&run.App{Now: time.Now}, profile, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer driver.Close()
		issuer := client.Issuer(driver)
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
	}
}
