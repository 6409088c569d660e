package create

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

func openNew(r *screentest.Rig) { openCreated(r) }

func TestCreateNeedsATypedConfirmationAfterAnOpenMovement(t *testing.T) {
	screentest.AsksForATypedConfirmation(t, openNew)
}

func TestCreateIsAskedAgainWhenItIsRepeated(t *testing.T) {
	screentest.AsksAgainWhatIsRepeated(t, client.MoveCreate, openNew)
}

func TestCreateIsRefusedByGuards(t *testing.T) { screentest.RefusesWhatAGuardRefuses(t, openNew) }

func TestCreateIsMadeOnce(t *testing.T) { screentest.IsMadeOnce(t, client.MoveCreate, openNew) }
