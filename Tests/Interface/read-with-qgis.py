#!/usr/bin/python3
"""A layer of the served hub as QGIS reads it, with the user and password that it can send: opened, counted, cut to a rectangle.

Usage: Tests/Interface/read-with-qgis.py [PORT]. Without python3-qgis it says so and exits 0.
"""

import json
import os
import pathlib
import ssl
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
folder = tempfile.TemporaryDirectory(prefix="sharewell-qgis-")
os.environ |= {"QGIS_AUTH_DB_DIR_PATH": folder.name, "XDG_RUNTIME_DIR": folder.name, "HOME": folder.name}
import demo_hub  # noqa: E402

try:
    from qgis.core import (
        QgsApplication, QgsAuthCertUtils, QgsFeatureRequest, QgsRectangle, QgsVectorLayer,
    )
except ImportError:
    print("QGIS is not installed: apt-get install qgis-providers python3-qgis.")
    sys.exit(0)


def trust(port: int) -> None:
    """The certificate is one the hub made for first use: its user says once that it is believed."""
    keeper = QgsApplication.authManager()
    keeper.setMasterPassword("of this test", True)
    pem = pathlib.Path(folder.name) / "hub.pem"
    pem.write_text(ssl.get_server_certificate(("localhost", port)))
    certificate = QgsAuthCertUtils.certFromFile(str(pem))
    assert keeper.storeCertAuthority(certificate), "QGIS does not keep the certificate"
    keeper.storeCertTrustPolicy(certificate, QgsAuthCertUtils.Trusted)
    keeper.rebuildCaCertsCache()
    keeper.rebuildTrustedCaCertsCache()


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    application = QgsApplication([], False)
    application.initQgis()
    with demo_hub.served(port) as hub:
        trust(int(hub.origin.rsplit(":", 1)[1]))
        whole = json.loads(demo_hub.ask(hub, f"/ogc/collections/{demo_hub.DATASET}/items?limit=10000"))["numberMatched"]
        box = "-0.45,51.86,-0.38,51.90"
        inside = json.loads(demo_hub.ask(hub, f"/ogc/collections/{demo_hub.DATASET}/items?limit=10000&bbox={box}"))["numberMatched"]
        layer = QgsVectorLayer(
            f"url='{hub.origin}/ogc' typename='{demo_hub.DATASET}' version='OGC_API_FEATURES' restrictToRequestBBOX='1'"
            f" username='{hub.user}' password='{hub.token}'",
            "records", "OAPIF",
        )
        assert layer.isValid(), f"QGIS cannot open the layer: {layer.error().message()}"
        read = sum(1 for _ in layer.getFeatures())
        assert read == whole, f"QGIS read {read} of {whole} features"
        west, south, east, north = map(float, box.split(","))
        cut = sum(1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterRect(QgsRectangle(west, south, east, north))))
        assert cut == inside > 0, f"QGIS read {cut} of {inside} features in the rectangle"
        print(f"QGIS read {read} features, {cut} of them in the rectangle, and {layer.fields().count()} fields; {layer.crs().authid()}.")
        del layer
    application.exitQgis()


main()
