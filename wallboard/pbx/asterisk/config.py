"""An Asterisk in ``gateway.toml``."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from wallboard.host.addresses import is_loopback
from wallboard.pbx.adapter import Adapter
from wallboard.pbx.examination import Examination
from wallboard.pbx.kind import Account, PbxConfig, PbxRecording, SourceContext
from wallboard.settings.tables import Name, Port

if TYPE_CHECKING:
    from wallboard.pbx.asterisk.adapter import AsteriskOptions


class AsteriskPbx(PbxConfig, frozen=True, kw_only=True, tag="asterisk"):
    """An Asterisk reached by AMI; the secret is stored elsewhere, see `wallboard.gateway.setup.secret`.

    ``plain_login`` is for a PBX without the MD5 challenge, by TLS or on this machine alone. ``poll_s`` is how often
    queues are listed for changes without events. ``ring_s`` is how long an agent rings for a moved caller.
    ``default_wrap_up_s`` is for queues that ``[wrap_up]`` does not name. A caller who returns to the same queue
    within ``rejoin_s`` seconds, after an announcement, continues the same visit; 0 is off; ``[queues]`` may set
    another value for one. With ``auto_answer`` a supervisor's phone is asked to answer by itself.
    ``queue_names_file`` is for names from the PBX's database, see `wallboard.gateway.setup.queue_names`.
    """

    host: Name
    port: Port = 5038
    user: Name
    secret_file: str = ""
    tls: bool = False
    tls_ca_file: str = ""
    plain_login: bool = False
    poll_s: Annotated[int, Meta(ge=5, le=300)] = 20
    ring_s: Annotated[int, Meta(ge=5, le=40)] = 20
    default_wrap_up_s: Annotated[float, Meta(ge=0, le=3_600)] = 0.0
    rejoin_s: Annotated[float, Meta(ge=0, le=3_600)] = 30.0
    auto_answer: bool = False
    queue_names_file: str = ""

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def names_file(self) -> str:
        return self.queue_names_file

    @property
    def account(self) -> Account:
        return Account(user=self.user, host=self.host, port=self.port, secret_file=self.secret_file)

    def fault(self) -> str:
        """Returns the fault of a secret that would be sent unencrypted."""
        if self.plain_login and not (self.tls or is_loopback(self.host)):
            return (
                "plain_login = true would send the secret unencrypted over the network; also set tls = true, or "
                "remove plain_login"
            )
        return ""

    def options(self, context: SourceContext) -> "AsteriskOptions":
        """Returns the options of the connection."""
        from wallboard.pbx.asterisk.adapter import AsteriskOptions  # noqa: PLC0415 - only where it is connected to
        from wallboard.pbx.asterisk.commands.translation import Dialplan  # noqa: PLC0415 - as above

        return AsteriskOptions(
            host=self.host,
            port=self.port,
            user=self.user,
            secret=context.secret,
            tls=self.tls,
            ca_file=self.tls_ca_file or None,
            plain_login=self.plain_login,
            source_id=context.source_id,
            wrap_up_s=context.wrap_up_s,
            default_wrap_up_s=self.default_wrap_up_s,
            rejoin_s=self.rejoin_s,
            rejoin_by_queue_s=context.rejoin_s,
            reconcile_s=self.poll_s,
            dialplan=Dialplan(ring_s=self.ring_s, auto_answer=self.auto_answer),
        )

    def build(self, context: SourceContext) -> Adapter:
        """Returns the adapter; `ConfigError` if the certificate authorities cannot be used."""
        from wallboard.pbx.asterisk.adapter import AsteriskAdapter  # noqa: PLC0415 - only where it is connected to

        return AsteriskAdapter(self.options(context))

    def examine(self, context: SourceContext, probe_queue: str) -> Coroutine[None, None, Examination]:
        """Examines the PBX without changing anything there or ringing a phone."""
        from wallboard.pbx.asterisk.doctor.examine import examination  # noqa: PLC0415 - the doctor's alone

        return examination(self.options(context), probe_queue)

    def recording(self, context: SourceContext, *, mask_numbers: bool) -> PbxRecording:
        """Returns the recorder of raw AMI, on a connection beside the gateway's."""
        from wallboard.pbx.asterisk.recorder import AmiRecording  # noqa: PLC0415 - as above

        return AmiRecording(self.options(context), mask_numbers=mask_numbers)
