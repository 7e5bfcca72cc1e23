"""Opens every open file of an unpacked twin package with QGIS itself, without a window, and compares it with twin.json.

Usage, where QGIS and its Python are installed (Debian: python3-qgis):
    QT_QPA_PLATFORM=offscreen python3 tools/qgis_opens.py FOLDER
Exit code 1 where QGIS does not open a file, or finds other counts, coordinates or broken geometries. CityJSON needs a plugin of QGIS
and is not tried here.
"""

import json
import os
import sys

from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

folder = sys.argv[1]
application = QgsApplication([], False)
application.initQgis()
manifest = json.load(open(os.path.join(folder, "twin.json"), encoding="utf-8"))
frame, extent = manifest["frame"], manifest["extent"]
west, south = frame["originEastM"] + extent["minX"], frame["originNorthM"] + extent["minY"]
east, north = frame["originEastM"] + extent["maxX"], frame["originNorthM"] + extent["maxY"]
faults = []


def say(file, fine, text):
    print(("ok    " if fine else "FAULT ") + file + ": " + text)
    if not fine:
        faults.append(file)


def raster(file, path):
    layer = QgsRasterLayer(path, file)
    if not layer.isValid():
        return say(file, False, "does not open")
    box, crs = layer.extent(), layer.crs().authid()
    reaches = abs(box.xMinimum() - west) < 100 and abs(box.yMaximum() - north) < 100
    bands = layer.bandCount()
    renderer = layer.renderer().type() if layer.renderer() else "none"
    say(file, crs == frame["crs"] and reaches, f"{crs}, {layer.width()} x {layer.height()}, {bands} bands, {renderer}")


def vector(file, path, layer_name):
    layer = QgsVectorLayer(path, file, "ogr")
    if not layer.isValid():
        return say(file, False, "does not open")
    count = broken = outside = 0
    for feature in layer.getFeatures():
        count += 1
        geometry = feature.geometry()
        if geometry.isNull() or not geometry.isGeosValid():
            broken += 1
        else:
            box = geometry.boundingBox()
            if box.xMaximum() < west or box.xMinimum() > east or box.yMaximum() < south or box.yMinimum() > north:
                outside += 1
    stated = manifest["layers"].get(layer_name, {}).get("count")
    # Turns stand in the layer of the streets.
    fits = count == layer.featureCount() and (file == "street-turns.fgb" or stated == count)
    fine = fits and broken == 0 and outside == 0 and layer.crs().authid() == frame["crs"]
    kind = QgsWkbTypes.displayString(layer.wkbType())
    say(file, fine, f"{layer.crs().authid()}, {count} of {stated} {kind}, {broken} broken, {outside} outside")


def table(file, path):
    place = "&xField=stop_lon&yField=stop_lat&crs=EPSG:4326" if file.endswith("stops.txt") else "&geomType=none"
    uri = "file://" + os.path.abspath(path) + "?delimiter=," + place
    layer = QgsVectorLayer(uri, file, "delimitedtext")
    say(file, layer.isValid(), f"{layer.featureCount()} rows")


for entry in manifest["files"]:
    name = entry["file"]
    path = os.path.join(folder, name)
    if name.endswith(".tif"):
        raster(name, path)
    elif name.endswith(".fgb"):
        vector(name, path, entry["layer"])
    elif name.startswith("gtfs/"):
        table(name, path)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
